import { Search } from 'lucide-react'

/** The words of a search within a small list, part of a form that asks by GET. */
export function SearchBox({ words, label, className }: { words: string; label: string; className: string }) {
  return (
    <span className={`relative ${className}`}>
      <Search className="pointer-events-none absolute top-2 left-2.5 size-3.5 text-ink-3" aria-hidden />
      <input
        type="search"
        name="q"
        key={words}
        defaultValue={words}
        maxLength={200}
        placeholder={label}
        aria-label={label}
        className="input h-7.5 pl-8"
      />
    </span>
  )
}
