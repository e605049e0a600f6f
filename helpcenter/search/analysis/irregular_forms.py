"""Irregular English forms: words of one family whose stem no rule of endings finds.

Forms that are as often another word (left, saw, found, felt, rose, ground, lay) are left alone, and so are verbs that
stand beside everything (get, go, make, take, come, say, see).
"""

from __future__ import annotations

from typing import Final

_PLURALS = """
child children|mouse mice|tooth teeth|goose geese|foot feet|man men|woman women|person people persons|ox oxen
louse lice|die dice|penny pence|index indices indexes|matrix matrices matrixes|vertex vertices vertexes
appendix appendices appendixes|vortex vortices|apex apices|codex codices|criterion criteria|phenomenon phenomena
datum data|medium media|bacterium bacteria|stratum strata|memorandum memoranda|addendum addenda|erratum errata
analysis analyses|basis bases|crisis crises|thesis theses|hypothesis hypotheses|synthesis syntheses
diagnosis diagnoses|parenthesis parentheses|oasis oases|axis axes|emphasis emphases|synopsis synopses
knife knives|life lives|wife wives|half halves|wolf wolves|shelf shelves|self selves|loaf loaves|calf calves
thief thieves|scarf scarves|elf elves|leaf leaves|hoof hooves|wharf wharves|dwarf dwarves
stimulus stimuli|nucleus nuclei|radius radii|focus foci|syllabus syllabi|alumnus alumni|cactus cacti|fungus fungi
formula formulae|antenna antennae|vertebra vertebrae|larva larvae|alga algae
bureau bureaux|plateau plateaux|tableau tableaux|corpus corpora|genus genera|schema schemata|quiz quizzes
businessman businessmen|businesswoman businesswomen|salesman salesmen|saleswoman saleswomen|craftsman craftsmen
chairman chairmen|policeman policemen|fireman firemen|workman workmen|grandchild grandchildren
"""
_VERBS = """
buy bought|send sent|write wrote written|sell sold|break broke broken|freeze froze frozen
give gave given|pay paid|lose lost|keep kept|hold held
build built|bring brought|think thought|catch caught|teach taught|tell told|meet met|choose chose chosen
forget forgot forgotten|draw drew drawn|drive drove driven|eat ate eaten|fall fallen|fly flew flown
know knew known|grow grew grown|throw threw thrown|show shown|begin began begun|swim swam swum
sing sang sung|ring rang rung|drink drank drunk|steal stole stolen|speak spoke spoken|wake woke woken
wear wore worn|tear tore torn|hide hidden hid|bite bitten|ride rode ridden|rise risen|shake shook shaken
spend spent|lend lent|bend bent|mean meant|deal dealt|sleep slept|sweep swept|understand understood|stand stood
win won|hang hung|stick stuck|strike struck stricken|feed fed|bleed bled|lead led|seek sought|fight fought
withdraw withdrew withdrawn|overwrite overwrote overwritten|rewrite rewrote rewritten|rebuild rebuilt
resell resold|resend resent|repay repaid|undo undid undone|redo redid redone|undergo underwent undergone
mistake mistook mistaken|misunderstand misunderstood|overtake overtook overtaken|undertake undertook undertaken
run ran|overcome overcame|beat beaten|blow blew blown|shrink shrank shrunk|sink sank sunk
spring sprang sprung|swear swore sworn|spin spun|shoot shot|sit sat|spit spat|creep crept|weep wept
bind bound|breed bred|cling clung|dig dug|flee fled|forbid forbade forbidden|forgive forgave forgiven
grind ground|hear heard|lay laid|prove proven|sew sewn|shear shorn|slay slew slain|sling slung|sting stung
stride strode|string strung|strive strove striven|swell swollen|swing swung|tread trod trodden|weave wove woven
wring wrung|foresee foresaw foreseen|oversee oversaw overseen|override overrode overridden|input inputted
"""
# Who asks with one form means it a little more than the others.
_TO_EACH_OTHER, _FROM_BASE, _TO_BASE = 0.9, 0.7, 0.5
_AMBIGUOUS: Final = frozenset(
    {"ground", "bound", "media", "shot", "resent", "bases", "axes", "leaves", "drunk", "ring"}
)


def _families() -> dict[str, tuple[tuple[str, float], ...]]:
    """Read the tables: each form leads to the others, forms of the past to each other first."""
    families: dict[str, tuple[tuple[str, float], ...]] = {}
    for line in (_PLURALS + _VERBS).split("\n"):
        for base, *forms in (family.split() for family in line.split("|") if family):
            clear = [form for form in forms if form not in _AMBIGUOUS]
            others = {base: [(form, _FROM_BASE) for form in clear]}
            for form in clear:
                others[form] = [(other, _TO_EACH_OTHER) for other in clear if other != form] + [(base, _TO_BASE)]
            for form, likely in others.items():
                families[form] = (*families.get(form, ()), *likely)
    return families


FORMS: Final = _families()
"""The other forms of an irregular word, in lower case, and how likely each is meant (0 to 1)."""
