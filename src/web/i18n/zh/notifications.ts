// 通知，以及作为设备上的应用。
import type { English } from '../en/en';
import { spaced } from './spaced';

export const notifications: English['notifications'] = {
  title: '通知',
  thisDevice: '在这台设备上',
  why: '即使 Chat8 已关闭、屏幕已锁定，这台设备也能提醒你有新消息和来电。通知内容是加密传送的；浏览器的推送服务只知道有通知到达以及到达的时间。',
  turnOn: '开启通知',
  turnOff: '在这台设备上关闭',
  notNow: '以后再说',
  askTitle: '接收新消息通知？',
  askText: 'Chat8 关闭时也能收到。通知内容是加密传送的。',
  show: '通知中显示',
  shows: { nothing: '不显示内容', name: '名字', text: '名字和内容' },
  showHint: {
    nothing: '只提示有新消息。',
    name: '显示谁发来的，以及消息条数。',
    text: '还会显示内容，由这台设备自行解密。任何看到锁屏的人都能读到。',
  },
  quiet: '免打扰时段',
  quietHint: '在此时段内，这台设备只接收来电通知。',
  quietFrom: '从',
  quietTo: '到',
  quietOn: '设置免打扰时段',
  quietOff: '取消免打扰时段',
  test: '立即发送测试通知',
  testing: '正在等待通知…',
  testShown: '通知已显示。',
  testSilent: '设备在 20 秒内没有确认。它是否已开机并联网？',
  off: {
    off: '服务器管理员已关闭通知。',
    no_contact:
      '推送服务需要管理员的联系地址，而此服务器没有设置（CHAT8_PUSH_CONTACT 或 CHAT8_PUBLIC_URL）。',
    contact_not_routable:
      '推送服务只接受公网上的管理员地址，而此服务器的地址是本地地址（CHAT8_PUSH_CONTACT）。',
  },
  trouble: {
    insecure: '通知需要安全地址（https）。请向管理员索取。',
    unsupported: '此浏览器不支持通知。请使用新版 Firefox、Chrome、Edge 或 Safari。',
    iosTab:
      '在 iPhone 或 iPad 上，需要先把 Chat8 添加到主屏幕：点“分享”，选“添加到主屏幕”，从主屏幕打开并登录。',
    denied:
      '此页面的通知已被阻止。请在浏览器的网站设置（地址左侧的图标）或系统设置中允许通知，然后在这里重新开启。',
    noService:
      '浏览器的推送服务没有响应。有些浏览器没有推送服务（Chromium），有些默认关闭（Brave：设置 → 隐私 → “使用 Google 服务推送消息”）。',
  },
  everywhere: '在所有设备上',
  dnd: '勿扰模式',
  dndUntil: (when) => spaced`${when} 之前不推送任何通知，包括来电。`,
  dndHour: '一小时',
  dndMorning: '到早上 8 点',
  dndEnd: '结束勿扰',
  dndOff: '在一段时间内不推送任何通知，包括来电。',
  callsOnly: '仅来电',
  everything: '消息和来电',
  devices: '已开启通知的设备',
  noDevices: '没有设备开启通知。',
  remove: '移除',
  here: '这台设备',
  lastShown: (when) => `上次确认：${when}`,
  neverShown: '尚未确认过',
  states: {
    good: '这台设备能收到通知。',
    quiet:
      '已有两天或更久没有确认任何通知。请在那台设备上打开 Chat8；如果是手机，请检查省电设置是否允许浏览器运行。',
    renew: '需要重新开启：请在那台设备上打开 Chat8。',
    gone: '已失效：浏览器或系统终止了它。请在那台设备上重新开启。',
  },
  install: '把 Chat8 安装为应用',
  installText: '安装后，Chat8 有自己的图标和窗口，没有网络也能打开。',
  installIos:
    'iPhone 和 iPad（Safari）：点“分享”，选“添加到主屏幕”。只有主屏幕上的应用才能收到通知，首次打开需要登录一次。',
  installAndroid:
    'Android（Chrome、Edge、Firefox）：点菜单 ⋮，选“安装应用”或“添加到主屏幕”。不安装也能收到通知。',
  installDesktop:
    '电脑（Chrome、Edge）：点地址栏中的安装图标。Safari：“文件” → “添加到程序坞”。Firefox：在 Windows 上点地址栏中的“将标签页添加到任务栏”，其他系统上不能把网页安装为应用；它同样会保存 Chat8 供离线使用，并在运行时显示通知。',
  silence: (name) => spaced`静音 ${name}`,
  silenceText: '新消息不再有通知、声音和角标。来电仍会响铃。',
  silenceFor: {
    hour: '1 小时',
    hours: '8 小时',
    tomorrow: '到明天早上',
    monday: '到周一早上',
  },
  silenceAlways: '始终',
  silenceEnd: '取消静音',
  silenced: '已静音',
  silencedUntil: (when) => spaced`已静音至 ${when}`,
  sound: '提示音',
  soundHint: 'Chat8 已打开但不在眼前时，收到消息会有一声轻柔的提示音；若系统通知已会响，则不再响。',
  soundOn: '开启',
  soundOff: '关闭',
};
