// 一个会话中的所有图片、文件、链接和语音。
import type { English } from '../en/en';

export const gallery: English['gallery'] = {
  title: '图片、文件和链接',
  kinds: { visual: '图片', file: '文件', link: '链接', voice: '语音' },
  none: {
    visual: '还没有图片或视频',
    file: '还没有文件',
    link: '还没有链接',
    voice: '还没有语音消息',
  },
};
