// The emoji at hand; every other one comes from the keyboard.
export const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

export const EMOJI = [
  ...'😀😁😂🤣😊😍😘😎🤔😴😅😇🙂🙃😉😋😜🤗🤩🥳😭😡😱🥺😬🙄😏🤷👍👎👏🙏💪👀🎉🔥✨💯💔🌹🍵🍰🍺☕🐱🐶🌙⭐🌈☀️',
].filter((each) => each !== '\ufe0f');
