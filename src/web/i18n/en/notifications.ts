// Notifications, and the client as an app of the device.
export const notifications = {
  title: 'Notifications',
  thisDevice: 'On this device',
  why: 'This device can tell you about new messages and calls, also while Chat8 is closed and the screen is locked. What it says travels sealed; the push service of your browser learns only that something came, and when.',
  turnOn: 'Turn on notifications',
  turnOff: 'Turn off on this device',
  notNow: 'Not now',
  askTitle: 'Hear about new messages?',
  askText: 'Also while Chat8 is closed. What a notification says travels sealed.',
  show: 'A notification says',
  shows: { nothing: 'Nothing', name: 'The name', text: 'Name and text' },
  showHint: {
    nothing: 'Only that something came.',
    name: 'Who wrote, and how many messages.',
    text: 'Also the text, which this device opens itself. Anyone who sees the locked screen can read it.',
  },
  quiet: 'Quiet hours',
  quietHint: 'Between these times only calls come through on this device.',
  quietFrom: 'From',
  quietTo: 'To',
  quietOn: 'Set quiet hours',
  quietOff: 'No quiet hours',
  test: 'Send me a test now',
  testing: 'Waiting for the notification…',
  testShown: 'The notification was shown.',
  testSilent:
    'The device has not confirmed it within 20 seconds. Is it switched on, and connected?',
  off: {
    off: 'The operator has turned notifications off on this server.',
    no_contact:
      'Push services want an address of the operator, and this server has none configured (CHAT8_PUSH_CONTACT or CHAT8_PUBLIC_URL).',
    contact_not_routable:
      'Push services accept only a public address of the operator, and this server’s is a local one (CHAT8_PUSH_CONTACT).',
  },
  trouble: {
    insecure: 'Notifications need a secure address (https). Ask the operator for one.',
    unsupported:
      'This browser has no notifications. Try a current Firefox, Chrome, Edge or Safari.',
    iosTab:
      'On an iPhone or iPad, notifications need Chat8 on the home screen: Share, then “Add to Home Screen”, open it there, and sign in.',
    denied:
      'Notifications are blocked for this page. Allow them in the browser’s settings for this page (the icon left of the address), or in the settings of the system, and turn them on here again.',
    noService:
      'The browser’s push service does not answer. Some browsers have none (Chromium) or turn it off (Brave: Settings, Privacy, “Use Google services for push messaging”).',
  },
  everywhere: 'On all devices',
  dnd: 'Do not disturb',
  dndUntil: (when: string) => `Until ${when} nothing is pushed, calls neither.`,
  dndHour: 'For an hour',
  dndMorning: 'Until 8 in the morning',
  dndEnd: 'End it',
  dndOff: 'Nothing is pushed for a while, calls neither.',
  callsOnly: 'Calls only',
  everything: 'Messages and calls',
  devices: 'Devices with notifications',
  noDevices: 'No device has notifications turned on.',
  remove: 'Remove',
  here: 'This device',
  lastShown: (when: string) => `Last confirmed ${when}`,
  neverShown: 'Never confirmed yet',
  states: {
    good: 'Notifications arrive here.',
    quiet:
      'Has confirmed nothing for two days or more. Open Chat8 there; on a phone, check that battery saving lets the browser run.',
    renew: 'Has to be turned on again: open Chat8 there.',
    gone: 'Is gone: the browser or the system has ended it. Turn it on there again.',
  },
  install: 'Chat8 as an app',
  installText: 'Installed, Chat8 has its own icon and window, and opens without a network.',
  installIos:
    'iPhone and iPad (Safari): Share, then “Add to Home Screen”. Notifications come only to the app on the home screen, which asks you to sign in once.',
  installAndroid:
    'Android (Chrome, Edge, Firefox): the menu ⋮, then “Install app” or “Add to Home screen”. Notifications also come without it.',
  installDesktop:
    'Computer (Chrome, Edge): the install icon in the address bar. Safari: File, “Add to Dock”. Firefox: on Windows, “Add tab to taskbar” in the address bar; elsewhere it has no apps of pages. It also keeps Chat8 for offline use, and notifies while it runs.',
  silence: (name: string) => `Silence ${name}`,
  silenceText: 'No notification, sound or badge for new messages. Calls still ring.',
  silenceFor: {
    hour: 'For 1 hour',
    hours: 'For 8 hours',
    tomorrow: 'Until tomorrow morning',
    monday: 'Until Monday morning',
  },
  silenceAlways: 'Always',
  silenceEnd: 'No longer silent',
  silenced: 'Silenced',
  silencedUntil: (when: string) => `Silenced until ${when}`,
  sound: 'Sound',
  soundHint:
    'A soft tone when a message arrives while Chat8 is open and out of sight, unless a notification of the system sounds.',
  soundOn: 'On',
  soundOff: 'Off',
};
