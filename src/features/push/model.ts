import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { Id, PushState, Time } from '../../protocol/objects';

const Nullable = <Schema extends typeof Time>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Show = Type.Union([Type.Literal('nothing'), Type.Literal('name'), Type.Literal('text')], {
  description: '通知里显示什么 · what a notification may say',
});
const Quiet = Type.Object(
  { from: Type.String(), to: Type.String(), zone: Type.String() },
  { description: '`HH:MM`，IANA 时区；期间只有来电 · then nothing but calls' },
);
const Keys = Type.Object({ p256dh: Type.String(), auth: Type.String() });

const Subscription = Type.Object({
  id: Id,
  device: Type.String({ description: '会话的 user_agent · of its session' }),
  current: Type.Boolean({ description: '属于当前会话 · of this session' }),
  created_at: Time,
  sent_at: Nullable(Time),
  shown_at: Nullable(Time),
  waiting: Type.Integer({ description: '未确认的推送 · pushes that nobody confirmed' }),
  state: PushState,
  why: Type.Union([Type.String(), Type.Null()]),
  show: Show,
  quiet: Type.Union([Quiet, Type.Null()]),
});

export const Push = Type.Object({
  enabled: Type.Boolean(),
  why: Type.Union([
    Type.Literal('off'),
    Type.Literal('no_contact'),
    Type.Literal('contact_not_routable'),
    Type.Null(),
  ]),
  public_key: Type.String({ description: 'VAPID，base64url' }),
  dnd_until: Nullable(Time),
  calls_only: Type.Boolean(),
  subscriptions: Type.Array(Subscription),
});
export type Push = Static<typeof Push>;

export const SettingsChange = Type.Object(
  {
    dnd_until: Type.Optional(
      Type.Union([Type.String(), Type.Null()], {
        description: 'RFC 3339；在此之前不推送 · until then nothing is pushed; null: no longer',
      }),
    ),
    calls_only: Type.Optional(Type.Boolean({ description: '只推送来电 · nothing but calls' })),
  },
  { description: '至少一个字段 · at least one member' },
);
export type SettingsChange = Static<typeof SettingsChange>;

export const SubscriptionDraft = Type.Object({
  endpoint: Type.String(),
  keys: Keys,
  public_key: Type.String({ description: '订阅所用的密钥 · the key that was subscribed for' }),
  show: Show,
  quiet: Type.Optional(Type.Union([Quiet, Type.Null()])),
  lang: Type.Union([Type.Literal('zh'), Type.Literal('en')]),
});
export type SubscriptionDraft = Static<typeof SubscriptionDraft>;

export const Subscribed = Type.Object({ id: Id, renew_token: Type.String() });
export const Tested = Type.Object({ push_id: Type.String() });

export const Receipt = Type.Object({
  id: Type.String(),
  shown: Type.Optional(Type.Boolean()),
  clicked: Type.Optional(Type.Boolean()),
  declined: Type.Optional(Type.Boolean()),
});
export type Receipt = Static<typeof Receipt>;

export const Renewal = Type.Object({
  renew_token: Type.String(),
  endpoint: Type.String(),
  keys: Keys,
});
export type Renewal = Static<typeof Renewal>;
export const Renewed = Type.Object({ renew_token: Type.String() });

export const Visible = Type.Object({ visible: Type.Boolean() });
