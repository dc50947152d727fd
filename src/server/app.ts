// The table of contents of the server: everything that it answers, in one chain.
import { type AnyElysia, Elysia } from 'elysia';
import { version } from '../../package.json';
import { createWriteProof } from '../db/write-proof';
import { auth } from '../features/auth/routes';
import { callFrames } from '../features/calls/frames';
import { readOn } from '../features/calls/hand-over';
import { ringAt } from '../features/calls/ringing';
import { calls } from '../features/calls/routes';
import { conversationFrames } from '../features/conversations/frames';
import { conversations } from '../features/conversations/routes';
import { encryption } from '../features/encryption/routes';
import { replay } from '../features/events/replay';
import { events } from '../features/events/routes';
import { files } from '../features/files/routes';
import { friends } from '../features/friends/routes';
import { invites } from '../features/invites/routes';
import { messageFrames } from '../features/messages/frames';
import { markRead } from '../features/messages/read';
import { messages } from '../features/messages/routes';
import { pushFrames } from '../features/push/frames';
import { push } from '../features/push/routes';
import { createConnection } from '../features/socket/connection';
import { socket } from '../features/socket/routes';
import { upload } from '../features/upload/routes';
import { user } from '../features/user/routes';
import {
  createAddresses,
  createIsSecure,
  createUnnamedProxy,
  directPeer,
  type IsSecure,
  type PeerAddress,
  peerBehind,
} from '../http/address';
import { type Prepare, trustAnswers } from '../http/answers';
import type { EndOf } from '../http/body/slow-body';
import { createBuild, loadClient } from '../http/client/bundle';
import { watchClient } from '../http/client/dev-watch';
import { clientPage, once } from '../http/client/page';
import { reloads } from '../http/client/reload';
import {
  type ConcurrencyLimit,
  createConcurrencyLimit,
} from '../http/concurrency-limit/concurrency-limit';
import { heldBy } from '../http/concurrency-limit/slots';
import { createCors } from '../http/cors';
import { createDocument } from '../http/docs/docs';
import { docsPage } from '../http/docs/page';
import { createAnswers } from '../http/envelope';
import { createFailures, createLastAnswer } from '../http/failures';
import { createGuard } from '../http/guard';
import { health } from '../http/health';
import {
  createGarbageCollection,
  type GarbageCollection,
} from '../http/large-answers/garbage-collection';
import { createMetrics } from '../http/metrics';
import { createOrigins } from '../http/origin';
import { createRequests } from '../http/requests';
import type { FrontClients } from '../http/tls/front/clients';
import { createGate } from '../http/tls/front/gate';
import { lastBackup } from '../operator/backup/last';
import { measures } from '../operator/gauges';
import { describeFrames } from '../realtime/description';
import type { World } from '../world';

const provenAt = ({ config }: World) => lastBackup(config.data_dir)?.proven_at ?? null;

interface Shared {
  endOf: EndOf;
  peerAddress: PeerAddress;
  isSecure: IsSecure;
  concurrency: ConcurrencyLimit;
  collect: GarbageCollection;
}

const features = (world: World, shared: Shared): AnyElysia[] => {
  const { concurrency, collect, peerAddress } = shared;
  const routeContext = {
    ...createGuard(world.tokens, (me) => world.presence.touched(me.id), concurrency, collect),
    ...shared,
    answers: createAnswers(world.config.lang),
    addressOf: createAddresses(world.config.trust_proxy, peerAddress),
    unnamedProxy: createUnnamedProxy(world.config.trust_proxy, peerAddress),
    origins: createOrigins(world.config, peerAddress),
  };
  return [
    health(createWriteProof(world), () => ({
      room: world.condition.room,
      check: world.condition.check,
      last_backup: provenAt(world),
    })),
    ...auth(world, routeContext),
    ...user(world, routeContext),
    ...friends(world, routeContext),
    invites(world, routeContext),
    ...messages(world, routeContext),
    ...conversations(world, routeContext),
    events(world, routeContext),
    ...upload(world, routeContext),
    files(world, routeContext),
    encryption(world, routeContext),
    ...push(world, routeContext),
    calls(world, routeContext),
    socket(world, routeContext),
  ];
};

/** Under `bun --watch`, open pages reload by themselves when the client changes. */
const client = ({ config, push }: World, build: () => string) => {
  const { public_url, offline } = config;
  const isPush = push.why === null;
  const options = { public_url, build, version, isOffline: offline, isPush };
  if (!process.execArgv.includes('--watch')) return clientPage(once(loadClient), options);
  const watch = watchClient();
  return clientPage(watch.load, { ...options, isWatched: true }).use(reloads(watch));
};

/** The routes, what handles their sockets, and what answers when they can't. */
export const createApp = (
  world: World,
  prepare: Prepare = trustAnswers,
  /** Of the TLS front, if it alone is to be answered. */
  clients?: FrontClients,
) => {
  const { condition, config, log } = world;
  const build = createBuild();
  const frames = {
    ...messageFrames(world),
    ...conversationFrames(world, (me, message_id) => markRead(world, me, message_id)),
    ...callFrames(world),
    ...pushFrames(world),
  };
  const peerAddress = clients === undefined ? directPeer : peerBehind(clients.addressOf);
  const isSecure = createIsSecure(config, peerAddress);
  const concurrency = createConcurrencyLimit();
  const collect = createGarbageCollection();
  const endOf: EndOf = (request, server) => clients?.endOf(server?.requestIP(request)?.port ?? 0);
  const shared = { peerAddress, isSecure, concurrency, collect, endOf };
  const app = new Elysia();
  const routes = app
    .use(createGate(clients, endOf, () => app.server))
    .use(
      createRequests({
        log,
        isVerbose: config.log_level === 'debug',
        isSecure,
        serverNow: () => app.server,
        isCrowded: () => condition.is_crowded,
      }),
    )
    .use(createCors(config.cors_origins))
    .use(
      createFailures({
        log,
        lang: config.lang,
        routes: () => app.routes,
        ended(request, isTooMuch) {
          concurrency.release(request, isTooMuch);
          collect(heldBy(request));
        },
      }),
    )
    .use(createMetrics(config.metrics_token, measures(world)))
    .use(features(world, shared).map(prepare))
    .use(client(world, build))
    .use(docsPage(() => createDocument(features(world, shared), describeFrames(frames), version)));
  const websocket = createConnection(world, frames, {
    build,
    replay: (me, event) => replay(world, me, event),
    opened: (device) => ringAt(world, device),
    drained: (device) => readOn(world, device),
    collect,
  });
  return { routes, websocket, lastAnswer: createLastAnswer({ log, lang: config.lang }) };
};
