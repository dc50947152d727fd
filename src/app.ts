// The contents page of the server: everything it answers to, in one chain.
import { Elysia } from 'elysia';
import { version as current } from '../package.json';
import { auth } from './features/auth/routes';
import { callFrames } from './features/calls/frames';
import { encryption } from './features/encryption/routes';
import { show } from './features/events/replay';
import { files } from './features/files/routes';
import { friends } from './features/friends/routes';
import { messages } from './features/messages/routes';
import { createConnection } from './features/socket/connection';
import { socket } from './features/socket/routes';
import { upload } from './features/upload/routes';
import { user } from './features/user/routes';
import { createDocument } from './http/docs';
import { docsPage } from './http/docs-page';
import { createAnswers } from './http/envelope';
import { createFailures } from './http/failures';
import { createGuard } from './http/guard';
import { health } from './http/health';
import { createRequests } from './http/requests';
import { describeFrames } from './realtime/description';
import type { World } from './world';

export const createApp = (world: World) => {
  const { config, log, tokens, presence } = world;
  const kit = {
    guard: createGuard(tokens, (me) => presence.touched(me.id)),
    answers: createAnswers(config.lang),
  };
  const frames = { ...callFrames(world) };
  const app = new Elysia();
  const routes = app
    .use(createRequests(log))
    .use(createFailures({ log, lang: config.lang, routes: () => app.routes }))
    .use(health(() => world.ledger.write(() => world.meta.put('written_at', String(Date.now())))))
    .use(auth(world, kit))
    .use(user(world, kit))
    .use(friends(world, kit))
    .use(messages(world, kit))
    .use(upload(world, kit))
    .use(files(world, kit))
    .use(encryption(world, kit))
    .use(socket(world));
  const document = createDocument(routes, describeFrames(frames), current);
  app.use(docsPage(document));
  const websocket = createConnection(world, frames, (me, event) => show(world, me, event));
  return { routes, websocket };
};
