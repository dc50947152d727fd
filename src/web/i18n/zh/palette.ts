// 快速跳转与键盘快捷键。
import type { English } from '../en/en';

export const palette: English['palette'] = {
  title: '跳转到',
  hint: '联系人、设置或操作',
  searchMessages: (text) => `搜索消息“${text}”`,
  scheme: { light: '切换到浅色', dark: '切换到深色' },
  shortcuts: {
    palette: '跳转到联系人、设置或操作',
    search: '搜索名字和消息',
    next: '下一个会话',
    previous: '上一个会话',
    settings: '设置',
    lock: '立即锁定（已开启应用锁时）',
    list: '快捷键列表',
    send: '发送',
    newLine: '换行',
    editLast: '编辑上一条消息（输入框为空时）',
    undo: '撤销刚才的操作',
    messages: '在消息之间移动',
    menu: '打开消息菜单',
    close: '关闭，或回到输入框',
  },
};
