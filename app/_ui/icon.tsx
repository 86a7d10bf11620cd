type IconName =
  | 'arrow-down'
  | 'arrow-up'
  | 'bookmark'
  | 'building-2'
  | 'chevron-left'
  | 'chevron-right'
  | 'clipboard-paste'
  | 'columns-3'
  | 'download'
  | 'id-card'
  | 'keyboard'
  | 'list-filter'
  | 'menu'
  | 'plus'
  | 'printer'
  | 'search'
  | 'star'
  | 'user-round'
  | 'x'

/**
 * A small picture beside words that say what it means, or in a control that has them as its label. Its shape is in
 * `icons.css`.
 */
export function Icon({ name, className = 'size-4' }: { name: IconName; className?: string }) {
  return <i aria-hidden className={`icon icon-${name} ${className}`} />
}
