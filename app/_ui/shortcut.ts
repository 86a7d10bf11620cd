/** Whether a key goes into a field: there a letter is a letter. Ticks and radio buttons take none. */
export function isTyping({ target }: Event): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select'))
  )
}

/** Whether something lies over the page and has the keys to itself. A panel that is closed stays in the page. */
export function isCovered(): boolean {
  return document.querySelector(':popover-open, [role="dialog"]:not([popover]), [role="menu"]') !== null
}
