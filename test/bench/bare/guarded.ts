// The program of the session benchmark: one route behind the session check, one without, and one
// behind nothing but a map from the header to the person.
import { Elysia } from 'elysia';
import { createConcurrencyLimit } from '../../../src/http/concurrency-limit/concurrency-limit';
import { createGuard } from '../../../src/http/guard';
import { createTokens } from '../../../src/http/tokens';
import { systemClock } from '../../../src/platform/clock';

const tokens = createTokens({
  secret: 'x'.repeat(48),
  ttl_s: 1_800,
  clock: systemClock,
  sessionUser: () => 1,
  reasonOf: () => undefined,
});
const { guard } = createGuard(
  tokens,
  () => {},
  createConcurrencyLimit(),
  () => {},
);
const token = await tokens.sign({ id: 1, session_id: 1 });
const known = new Map([[`Bearer ${token}`, { id: 1 }]]);
const app = new Elysia()
  .get('/without', async () => ({ success: true, data: { id: 1 } }))
  .get('/map', async ({ request }) => ({
    success: true,
    data: { id: known.get(request.headers.get('authorization') ?? '')?.id },
  }))
  .use(guard)
  .get('/with', async ({ me }) => ({ success: true, data: { id: me.id } }))
  .listen({ hostname: '127.0.0.1', port: 0, development: false });
process.stdout.write(`listening on ${app.server?.url.origin}#${token}\n`);
