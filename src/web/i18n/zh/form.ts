// Labels, hints and mistakes of the fields of forms.
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
  usernameHint: '2 到 32 个文字、数字或 _ . -，至少含一个文字或数字。别人用它找到你。',
  emailHint: '用于登录。别人看不到，也不会向它发送任何东西。',
  passwordHint: '至少 8 个字符，密码不会离开这台设备。',
  recoveryCodeHint: '14 组，每组 4 个字符；大小写和短横线都不要紧。',
  passwordTooShort: '密码至少需要 8 个字符。',
  passwordTooLong: '密码最多 128 个字符。',
  required: '请填写此项。',
  dayInFuture: '这一天还没到。',
  wrongGroup: '这不是恢复码的最后一组。',
  wrongSecret: '无法解锁你的消息。',
  showPassword: '显示输入',
  hidePassword: '隐藏输入',
  invalid: {
    message: '最多 200 个字符。',
    username: '2 到 32 个文字、数字或 _ . -，至少含一个文字或数字。',
    email: '这不像是邮箱地址。',
    password: '密码需要 8 到 128 个字符。',
    q: '请输入名字中的 1 到 64 个字。',
  },
  wrong: { current_password: '密码不对。' },
};
