// Tells every change of the address: by the Navigation API where there is one, else through the history's own methods.

interface Navigating {
  readonly navigation?: EventTarget;
}

/** Calls back after each change of the address within the page. */
export function onNavigation(moved: () => void): void {
  const { navigation } = window as Navigating;
  if (navigation) {
    navigation.addEventListener("currententrychange", moved);
    return;
  }
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = (...parameters) => {
      original.apply(history, parameters);
      moved();
    };
  }
  addEventListener("popstate", moved); // after a change of the hash, too
}
