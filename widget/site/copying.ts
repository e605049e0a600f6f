// Copies code, and the links of headings.

/** Copies words, and calls back once they are there. */
export type Copy = (words: string, done: () => void) => void;

const SHOWN = 2000;

/** Gives every block of code a button that copies it. */
export function copyCode(article: HTMLElement, label: string, done: string, copy: Copy): void {
  for (const code of article.querySelectorAll<HTMLElement>(".highlight > pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = label;
    button.addEventListener("click", () => {
      copy((code.textContent ?? "").replace(/\n$/, ""), () => {
        button.textContent = done;
        setTimeout(() => (button.textContent = label), SHOWN);
      });
    });
    code.after(button);
  }
}

/** Lets the link of a heading copy its whole address when it is followed. */
export function copyLinks(article: HTMLElement, done: string, copy: Copy): void {
  for (const link of article.querySelectorAll<HTMLAnchorElement>("a.permalink")) {
    link.addEventListener("click", () => {
      copy(link.href, () => {
        link.dataset["done"] = done;
        setTimeout(() => delete link.dataset["done"], SHOWN);
      });
    });
  }
}
