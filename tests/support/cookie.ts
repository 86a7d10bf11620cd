import { encode } from 'next-auth/jwt'

const NAME = 'authjs.session-token'

const BROWSER_TESTS = 'the-session-secret-of-the-browser-tests'

/** The cookie of a user who has signed in to the installation with this secret. */
export async function sessionCookie(
  userId: number | string,
  sessionVersion = 1,
  secret = BROWSER_TESTS,
): Promise<string> {
  const token = await encode({ token: { sub: String(userId), sessionVersion }, secret, salt: NAME })
  return `${NAME}=${token}`
}
