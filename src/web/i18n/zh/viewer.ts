// 全屏查看图片或视频。
import type { English } from '../en/en';

export const viewer: English['viewer'] = {
  previous: '上一张',
  next: '下一张',
  larger: '放大',
  smaller: '缩小',
  showInConversation: '在会话中查看',
};
