// A vote on an article without leaving it; then there is room for a comment.
//
//   <section data-vote="/api/v1/articles/…/vote" data-text-thanks data-text-done data-text-failed>
//     <form class="hc-vote">…<p role="status"></p><form class="hc-comment" hidden>…
//
// Without this script, or when the API cannot be reached, the first form goes to a page of its own.

const VISIT = "hc-visit";
const area = document.querySelector<HTMLElement>("[data-vote]");
const [form, comments] = area?.querySelectorAll("form") ?? [];
const said = area?.querySelector<HTMLElement>("[role=status]");
const field = comments?.querySelector("textarea");

if (area && form && comments && said && field) {
  const text = area.dataset as Record<string, string>;
  const buttons = [...form.querySelectorAll("button")];
  let helpful = false;

  const send = async (comment: string): Promise<boolean> => {
    try {
      const visit = sessionStorage.getItem(VISIT) ?? "";
      const response = await fetch(text["vote"] ?? "", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ helpful, comment, visit }),
      });
      if (response.ok) sessionStorage.setItem(VISIT, ((await response.json()) as { visit: string }).visit);
      return response.ok;
    } catch {
      return false;
    }
  };

  form.addEventListener("submit", (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (!button) return;
    event.preventDefault();
    helpful = button.value === "yes";
    void send("").then((sent) => {
      if (!sent) {
        const vote = document.createElement("input");
        Object.assign(vote, { type: "hidden", name: "helpful", value: button.value });
        form.append(vote);
        form.submit();
        return;
      }
      for (const each of buttons) each.ariaPressed = String(each === button);
      said.textContent = text["textThanks"] ?? "";
      comments.hidden = false;
      const ask = area.querySelector<HTMLElement>(".hc-ask-line");
      if (ask) ask.hidden = helpful;
    });
  });

  comments.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return field.focus();
    void send(field.value).then((sent) => {
      said.textContent = text[sent ? "textDone" : "textFailed"] ?? "";
      comments.hidden = sent;
      if (sent) field.value = "";
    });
  });
}
