// 搜索名字、消息和日期。
import type { English } from '../en/en';
import { spaced } from './spaced';

export const search: English['search'] = {
  messages: '消息',
  filters: '筛选',
  kinds: { picture: '图片', video: '视频', voice: '语音', file: '文件', link: '链接' },
  inConversation: (name) => spaced`与 ${name} 的会话`,
  everywhere: '在所有会话中搜索',
  searchHere: (name) => spaced`在与 ${name} 的会话中搜索`,
  nothing: '没有找到相关消息。',
  more: '显示更多',
  since: (when) => spaced`已搜索到 ${when}；更早的消息仍在加载。`,
  all: '已搜索全部消息。',
  impossible: '此浏览器不保存消息，只能搜索名字。',
};
