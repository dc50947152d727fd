// 表单各栏的名称、说明和错误提示。
import type { English } from '../en/en';

export const form: English['form'] = {
  username: '用户名',
  usernameOrEmail: '用户名或邮箱',
  email: '邮箱',
  password: '密码',
  currentPassword: '当前密码',
  newPassword: '新密码',
  earlierPassword: '旧密码',
  recoveryCode: '恢复码',
  usernameHint: '2 到 32 个字，可用文字、数字和 _ . -，至少含一个文字或数字。好友通过它找到你。',
  emailHint: '仅用于登录。别人看不到，也不会收到邮件。',
  passwordHint: '至少 8 个字符。密码不会离开这台设备。',
  recoveryCodeHint: '共 14 组，每组 4 个字符。不区分大小写，可以不输短横线。',
  passwordTooShort: '密码至少需要 8 个字符。',
  passwordTooLong: '密码最多 128 个字符。',
  required: '请填写此项。',
  dayInFuture: '这一天还没到。',
  wrongGroup: '这不是恢复码的最后一组。',
  wrongSecret: '无法解锁你的消息。',
  showPassword: '显示密码',
  hidePassword: '隐藏密码',
  invalid: {
    message: '最多 200 个字符。',
    username: '2 到 32 个字，可用文字、数字和 _ . -，至少含一个文字或数字。',
    email: '邮箱格式不正确。',
    password: '密码需要 8 到 128 个字符。',
    q: '请输入名字中的 1 到 64 个字。',
  },
  wrong: { current_password: '密码不正确。' },
};
