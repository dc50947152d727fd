// What the tabs of this browser tell each other.

export interface Tabs {
  tell: (message: unknown) => void;
  hear: (listener: (message: unknown) => void) => void;
}

/** Where the browser lets pages share nothing, each tab is alone. */
export const connectTabs = (name: string): Tabs => {
  try {
    const channel = new BroadcastChannel(name);
    return {
      tell: (message) => channel.postMessage(message),
      hear(listener) {
        channel.onmessage = ({ data }) => listener(data);
      },
    };
  } catch {
    return { tell() {}, hear() {} };
  }
};
