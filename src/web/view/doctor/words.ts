// A sentence of the judgement in words.
import type { Sentence } from '../../model/doctor/judgement';
import type { Client } from '../ui/use-app';

export const sentenceText = (t: Client['t']['value'], sentence: Sentence): string => {
  const { meaning, trouble, name, host, port } = sentence;
  if (meaning === 'microphoneTrouble') return t.call.troubles.microphone[trouble ?? 'busy'];
  if (meaning === 'cameraTrouble') return t.call.troubles.camera[trouble ?? 'busy'];
  return t.doctor.says[meaning](name ?? host ?? String(port ?? ''));
};
