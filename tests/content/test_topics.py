from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.content.topics import topics_of

if TYPE_CHECKING:
    from helpcenter.content.topics import Topic
    from tests.content.conftest import ArticlesFolder


def _topics(folder: ArticlesFolder) -> dict[tuple[str, str], Topic]:
    return {(topic.locale, topic.path): topic for topic in topics_of(folder.load())}


def test_every_folder_is_a_topic_and_the_root_is_too(folder: ArticlesFolder) -> None:
    folder.article("en/a/b/c.md", "Text")
    folder.article("ja/x.md", "本文")
    assert sorted(_topics(folder)) == [("en", ""), ("en", "a"), ("en", "a/b"), ("ja", "")]


def test_counts_include_what_is_below(folder: ArticlesFolder) -> None:
    for name in ("en/a/one.md", "en/a/b/two.md", "en/ab/three.md", "en/four.md"):
        folder.article(name, "Text")
    topics = _topics(folder)
    assert {path: topic.count for (_, path), topic in topics.items()} == {"": 4, "a": 2, "a/b": 1, "ab": 1}
    assert [(sub.path, sub.count) for sub in topics[("en", "")].subtopics] == [("a", 2), ("ab", 1)]
    assert [above.path for above in topics[("en", "a/b")].ancestors] == ["a"]


def test_a_topics_title_is_its_folders_name_for_people(folder: ArticlesFolder) -> None:
    folder.article("en/getting-started_now/a.md", "Text")
    assert _topics(folder)[("en", "getting-started_now")].title == "Getting started now"


def test_an_index_article_speaks_for_its_topic_and_stands_first(folder: ArticlesFolder) -> None:
    folder.article("en/billing/a.md", "Text", title="A")
    folder.article("en/billing/index.md", "Text", title="Paying", summary="All about money.")
    topic = _topics(folder)[("en", "billing")]
    assert (topic.title, topic.summary) == ("Paying", "All about money.")
    assert [article.slug for article in topic.articles] == ["billing/index", "billing/a"]


def test_an_article_at_the_topics_own_path_speaks_for_it_and_is_listed_in_it(folder: ArticlesFolder) -> None:
    folder.article("en/integrations/aws.md", "Text", title="AWS", summary="Amazon.")
    folder.article("en/integrations/aws/ec2.md", "Text", title="EC2")
    topics = _topics(folder)
    assert (topics[("en", "integrations/aws")].title, topics[("en", "integrations/aws")].summary) == ("AWS", "Amazon.")
    assert [a.slug for a in topics[("en", "integrations/aws")].articles] == ["integrations/aws", "integrations/aws/ec2"]
    assert topics[("en", "integrations")].articles == ()
    assert [sub.title for sub in topics[("en", "integrations")].subtopics] == ["AWS"]


def test_articles_stand_by_order_then_title(folder: ArticlesFolder) -> None:
    folder.article("en/z.md", "Text", title="Z", order="1")
    folder.article("en/b.md", "Text", title="B")
    folder.article("en/a.md", "Text", title="A")
    folder.article("en/y.md", "Text", title="Y", order="2")
    assert [article.title for article in _topics(folder)[("en", "")].articles] == ["Z", "Y", "A", "B"]


def test_subtopics_stand_by_the_order_of_the_article_that_speaks_for_them(folder: ArticlesFolder) -> None:
    folder.article("en/a/x.md", "Text")
    folder.article("en/b/index.md", "Text", title="B", order="1")
    assert [sub.path for sub in _topics(folder)[("en", "")].subtopics] == ["b", "a"]


def test_only_public_articles_are_listed(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Text")
    folder.article("en/secret/b.md", "Text", visibility="internal")
    folder.article("en/secret/c.md", "Text", visibility="draft")
    folder.article("ja/d.md", "本文", visibility="internal")
    assert list(_topics(folder)) == [("en", "")]


def test_front_matter_moves_an_article_to_another_topic(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Text", topic="billing")
    topics = _topics(folder)
    assert topics[("en", "")].articles == ()
    assert [article.slug for article in topics[("en", "billing")].articles] == ["a"]
