// The program of the session benchmark: one route behind the session check, one without.
import { Elysia } from 'elysia';
import { createGuard } from '../../src/http/guard';
import { createTokens } from '../../src/http/tokens';
import { systemClock } from '../../src/platform/clock';

const tokens = createTokens({
  secret: 'x'.repeat(48),
  ttl_s: 1_800,
  clock: systemClock,
  sessionUser: () => 1,
});
const { guard } = createGuard(tokens, () => {});
const app = new Elysia()
  .get('/without', () => ({ success: true, data: { id: 1 } }))
  .use(guard)
  .get('/with', ({ me }) => ({ success: true, data: { id: me.id } }))
  .listen({ hostname: '127.0.0.1', port: 0, development: false });
const token = await tokens.sign({ id: 1, session_id: 1 });
process.stdout.write(`listening on ${app.server?.url.origin}#${token}\n`);
