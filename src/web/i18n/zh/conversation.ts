// 一个会话：标题栏、消息列表、警告。
import type { English } from '../en/en';
import { spaced } from './spaced';

export const conversation: English['conversation'] = {
  messagesWith: (name) => spaced`与 ${name} 的消息`,
  beginning: (name) => spaced`你与 ${name} 的会话从这里开始`,
  beginningOfNotes: '把文字、链接和文件存在这里，你的所有设备上都能看到。',
  greet: '打个招呼',
  greeting: '很高兴在这里见到你！',
  loading: '加载中…',
  loadAgain: '加载失败，点击重试',
  toNewest: '回到最新消息',
  backToReply: '回到那条回复',
  backToList: '返回列表',
  dropHere: (name) => spaced`松开即可把文件发给 ${name}`,
  goToDay: '跳转到日期',
  day: '日期',
  go: '跳转',
  keyChanged: (name) =>
    spaced`${name} 的密钥已更换：可能是 ${name} 忘记了密码，也可能有人在拦截你们的消息。请核对安全码。`,
  acceptKey: '接受新密钥',
  compare: '核对',
  keyChangedTitle: '密钥已更换',
  keyChangedText: (name) =>
    spaced`这不是你与 ${name} 验证过的密钥，也不是随邀请收到的密钥。可能是 ${name} 忘记了密码，也可能有人在拦截你们的消息。你作出决定之前，消息不会发送。`,
  sendAnyway: '仍然发送',
  blockedText: (name) => spaced`你已屏蔽 ${name}。对方不能给你发消息或好友申请，也不会收到通知。`,
  requestAgain: '发送好友申请',
  notEncrypted: '未加密',
};
