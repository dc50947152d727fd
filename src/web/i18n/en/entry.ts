// Signing in, registering, unlocking, and the recovery code.
export const entry = {
  tagline: 'Private messages on a server of your own',
  promises: [
    'Sealed before it leaves your device: texts, files and their names.',
    'Your words lie on a server that you or someone you know runs.',
    'No telephone number, no advertising, no other company.',
  ],
  signIn: 'Sign in',
  register: 'Create account',
  signInTitle: 'Welcome back',
  registerTitle: 'Create your account',
  invitedBy: (name: string) => `${name} invites you. Create an account, and you two are friends.`,
  invitationValid: 'Your invitation is good. Create an account.',
  registrationClosed:
    'This server takes no new accounts. Ask whoever runs it to create one for you.',
  invitationNeeded:
    'A new account needs an invitation here. Ask a friend on this server, or whoever runs it, for a link.',
  invitationSpent:
    'This invitation was used already, taken back, or is too old. Ask for a new link.',
  forgotPassword: 'Forgotten your password?',
  forgotPasswordText: [
    'Whoever runs this server can set a new one (chat8 user reset-password). Sign in with it here.',
    'Your messages then ask for your earlier password or your recovery code: the operator has neither, and opens nothing.',
    'With neither of the two you get a new key. Your friends are told, and what was sealed before stays closed.',
  ],
  firstAccount: 'This server is new: yours is the first account.',
  noAccountYet: {
    invite:
      'Nobody has an account on this server yet. Whoever runs it makes the first invitation with this command:',
    closed:
      'Nobody has an account on this server yet, and nobody can make one here. Whoever runs it makes the first with this command:',
  },
  signedOutReasons: {
    ended:
      'You were signed out here: the session was ended on another device, by a new password, or after a long time. Drafts are kept.',
    otherPerson:
      'Somebody else signed in with this browser. Sign out to go on as yourself; drafts are kept.',
    signedOut:
      'You are signed out. Your keys, drafts and unsent messages are no longer on this device.',
    erased: 'Your account is deleted. Take care.',
  },
  insecureTitle: 'Your browser does not encrypt here',
  insecureText:
    'This address is not secure (http), and browsers encrypt on https and localhost alone. Chat8 does not pretend: nothing can be read or written here.',
  insecureAsk: 'Ask whoever runs this server for its https address.',
  insecureOperator: (port: string) =>
    `If that is you: “chat8 setup caddy” prints the settings that give it one. On the computer where it runs, http://localhost${port && `:${port}`} works as it is.`,
  openSecure: 'Open the secure address',
  recoveryTitle: 'Your recovery code',
  recoveryText:
    'Nobody can reset what is sealed: not the server, not its operator. With this code you read your messages again when the password is forgotten. It is shown once. Write it down and keep it safe.',
  recoveryCheck: 'Type the last group to show that you have it',
  saveAsFile: 'Keep as a file',
  recoveryFileText: 'Chat8: the recovery code of your messages. Keep it where nobody else looks.',
  lockedTitle: 'Unlock your messages',
  lockedText:
    'This device does not hold your keys yet. Your password opens them; the recovery code does too.',
  lockedResetText:
    'Your password was set anew, by another program or by whoever runs the server. Your messages are still sealed with the earlier one: enter it, or the recovery code.',
  unlock: 'Unlock',
  useRecovery: 'Use the recovery code',
  usePassword: 'Use a password',
  startOver: 'I have neither',
  startOverText:
    'A new key is made. Your friends are told, and what was sealed for the old key stays unreadable. Go on?',
  startOverAct: 'Make a new key',
  invitedMemberText: (name: string) =>
    `${name} invites you. You have an account already: ask to be friends, and the key from the link is kept.`,
  ownInvitation: 'This is your own invitation. Send the link to someone else.',
};
