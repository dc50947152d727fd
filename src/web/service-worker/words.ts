// What a notification says if only this device knows how to say it.
const en = {
  something: 'You have new messages',
  messages: (count: number) => (count > 1 ? `${count} new messages` : 'New message'),
  call: 'Incoming call',
  over: 'The call is over',
  test: 'A test: this device receives notifications',
  decline: 'Decline',
};

const zh: typeof en = {
  something: '你有新消息',
  messages: (count) => (count > 1 ? `${count} 条新消息` : '新消息'),
  call: '来电',
  over: '通话已结束',
  test: '测试通知：这台设备能收到通知',
  decline: '拒绝',
};

export const WORDS = { en, zh };
export type Words = typeof en;
