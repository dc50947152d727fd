// What this device knows of a push: the name of the friend, and the text.

export interface Inside {
  name?: string;
  text?: string;
}
