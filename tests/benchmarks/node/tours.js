// The same tour of two steps with each library, with what its documentation sets by default.

window.TOURS = {
  "driver.js": () => {
    const steps = ["#first", "#second"].map((element) => ({ element, popover: { title: "A step", description: "What to do here." } }));
    const tour = Peer.driver({ showProgress: true, steps });
    return { start: () => tour.drive(), stop: () => tour.destroy(), card: () => document.querySelector(".driver-popover") };
  },
  "shepherd.js": () => {
    let tour;
    const start = () => {
      tour = new Peer.default.Tour({ useModalOverlay: true });
      for (const element of ["#first", "#second"]) {
        tour.addStep({ title: "A step", text: "What to do here.", attachTo: { element, on: "bottom" }, buttons: [{ text: "Next" }] });
      }
      tour.start();
    };
    return { start, stop: () => tour.cancel(), card: () => document.querySelector(".shepherd-element") };
  },
  "intro.js": () => {
    let tour;
    const start = () => {
      const steps = ["#first", "#second"].map((element) => ({ element, title: "A step", intro: "What to do here." }));
      tour = Peer.default.tour().setOptions({ steps });
      tour.start();
    };
    return { start, stop: () => tour.exit(true), card: () => document.querySelector(".introjs-tooltip") };
  },
  ours: () => ({
    start: () => HelpCenter("start", "tour"),
    stop: () => HelpCenter("stop"),
    card: () => document.querySelector("help-guide")?.shadowRoot.querySelector(".card:not([hidden])"),
  }),
};

/** Milliseconds from start() until the card is in the place, of the size and as opaque as it stays. */
window.settle = async (tour) => {
  const frame = () => new Promise(requestAnimationFrame);
  const looks = () => {
    const card = tour.card();
    if (!card) return "";
    const { x, y, width, height } = card.getBoundingClientRect();
    let opacity = 1;
    for (let each = card; each instanceof Element; each = each.parentElement) opacity *= Number(getComputedStyle(each).opacity);
    return width && opacity > 0.99 && getComputedStyle(card).visibility === "visible" ? [x, y, width, height].join() : "";
  };
  const from = performance.now();
  tour.start();
  let last = "";
  let since = from;
  // It has settled when it looks the same for half a second; what counts is when it began to.
  while (!last || performance.now() - since < 500) {
    const now = looks();
    if (now !== last) {
      last = now;
      since = performance.now();
    }
    await frame();
    if (performance.now() - from > 5000) throw Error("It was never shown.");
  }
  tour.stop();
  await new Promise((done) => setTimeout(done, 500));
  return since - from;
};
