/** Pages and routes that nobody may see who is not signed in. */
export const PROTECTED = [
  ...['/', '/customers', '/customers/000135', '/customers/000135/print', '/customers/new', '/contacts', '/search?q=a'],
  ...[
    '/admin/users',
    '/admin/users/marie.dupont',
    '/admin/settings',
    '/admin/history',
    '/changes',
    '/exports',
    '/views',
  ],
  ...['/imports', '/rules', '/profile', '/print/customers', '/api/search?q=a', '/api/lists/none?group=missing'],
]
/** The ways around a lock that stands before the pages. */
export const AROUND = [
  (path: string) => path,
  (path: string) => path.replace(/^\/(\w+)/, '/$1.rsc'),
  (path: string) => `${path}${path.includes('?') ? '&' : '?'}_rsc`,
  (path: string) => `/${path}`,
  (path: string) => path.toUpperCase(),
  (path: string) => `${path.replace(/\?.*/, '')}/.`,
  (path: string) => path.replace(/^\/(\w+)/, '/$1.segments/_tree.segment.rsc'),
  (path: string) => `/en${path}`,
]
export const WITH = [{}, { rsc: '1' }, { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' }] as Record<
  string,
  string
>[]
