import { encode } from 'next-auth/jwt'

const NAME = 'authjs.session-token'

/** The cookie of a user who has signed in to the installation of the browser tests. */
export async function sessionCookie(userId: number | string, sessionVersion = 1): Promise<string> {
  const token = await encode({
    token: { sub: String(userId), sessionVersion },
    secret: 'the-session-secret-of-the-browser-tests',
    salt: NAME,
  })
  return `${NAME}=${token}`
}
