// The `message` of every successful answer.

export type Language = 'zh' | 'en';

const success = (zh: string, en: string) => ({ zh, en });

export const SUCCESSES = {
  ok: success('操作成功', 'Done'),
  registered: success('注册成功', 'Registered'),
  signedIn: success('登录成功', 'Signed in'),
  refreshed: success('令牌已刷新', 'Token refreshed'),
  signedOut: success('登出成功', 'Signed out'),
  profileUpdated: success('资料已更新', 'Profile updated'),
  privacyChanged: success('隐私设置已更新', 'Privacy changed'),
  passwordChanged: success('密码修改成功', 'Password changed'),
  statusUpdated: success('状态已更新', 'Status updated'),
  requestSent: success('好友请求已发送', 'Friend request sent'),
  requestHandled: success('好友请求已处理', 'Friend request handled'),
  requestCancelled: success('好友请求已撤回', 'Friend request taken back'),
  friendRemoved: success('好友已删除', 'Friend removed'),
  conversationChanged: success('会话设置已更新', 'Conversation changed'),
  conversationCleared: success('会话已清空', 'Conversation cleared'),
  pushChanged: success('推送设置已更新', 'Notifications changed'),
  subscribed: success('推送已订阅', 'Subscribed'),
  unsubscribed: success('推送已取消', 'No longer subscribed'),
  messageSent: success('消息已发送', 'Message sent'),
  messageRead: success('消息已标记为已读', 'Message marked as read'),
  messageEdited: success('消息已修改', 'Message edited'),
  messageDeleted: success('消息已删除', 'Message deleted'),
  messagesDeleted: success('消息已删除', 'Messages deleted'),
  avatarUploaded: success('头像已上传', 'Avatar uploaded'),
  uploadCancelled: success('上传已取消', 'Upload dropped'),
  fileUploaded: success('文件已上传', 'File uploaded'),
  accountDeleted: success('账号已删除', 'Account erased'),
  inviteMade: success('邀请已创建', 'Invitation made'),
  inviteAccepted: success('邀请已接受', 'Invitation accepted'),
  proofGiven: success('证明已提交', 'Proof given'),
  inviteRevoked: success('邀请已撤销', 'Invitation revoked'),
  blocked: success('用户已屏蔽', 'Blocked'),
  unblocked: success('用户已取消屏蔽', 'No longer blocked'),
  keysUpdated: success('密钥对已更新', 'Key pair updated'),
} as const;

export type SuccessName = keyof typeof SUCCESSES;
