/** What the tab calls the selections it remembers, one a person. */
export const SELECTIONS = 'selection:'

/** Forgets them all: search words and customers are not left to whoever sits down next. */
export function forgetSelections(): void {
  try {
    for (const place of Object.keys(sessionStorage)) {
      if (place.startsWith(SELECTIONS)) sessionStorage.removeItem(place)
    }
  } catch {
    // A browser told to store nothing has nothing to forget.
  }
}
