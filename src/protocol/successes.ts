// The book of good news: the `message` of every answer that went well.

export type Language = 'zh' | 'en';

const notice = (zh: string, en: string) => ({ zh, en });

export const NOTICES = {
  ok: notice('操作成功', 'Done'),
  registered: notice('注册成功', 'Registered'),
  signedIn: notice('登录成功', 'Signed in'),
  refreshed: notice('令牌已刷新', 'Token refreshed'),
  signedOut: notice('登出成功', 'Signed out'),
  profileUpdated: notice('资料已更新', 'Profile updated'),
  passwordChanged: notice('密码修改成功', 'Password changed'),
  statusUpdated: notice('状态已更新', 'Status updated'),
  requestSent: notice('好友请求已发送', 'Friend request sent'),
  requestHandled: notice('好友请求已处理', 'Friend request handled'),
  requestCancelled: notice('好友请求已撤回', 'Friend request taken back'),
  friendRemoved: notice('好友已删除', 'Friend removed'),
  messageSent: notice('消息已发送', 'Message sent'),
  messageRead: notice('消息已标记为已读', 'Message marked as read'),
  messageEdited: notice('消息已修改', 'Message edited'),
  messageDeleted: notice('消息已删除', 'Message deleted'),
  avatarUploaded: notice('头像已上传', 'Avatar uploaded'),
  fileUploaded: notice('文件已上传', 'File uploaded'),
  accountErased: notice('账号已删除', 'Account erased'),
  inviteMade: notice('邀请已创建', 'Invitation made'),
  inviteRevoked: notice('邀请已撤销', 'Invitation revoked'),
  blocked: notice('用户已屏蔽', 'Blocked'),
  unblocked: notice('用户已取消屏蔽', 'No longer blocked'),
  keysUpdated: notice('密钥对已更新', 'Key pair updated'),
} as const;

export type NoticeName = keyof typeof NOTICES;
