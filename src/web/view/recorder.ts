// Voice messages: the microphone from one press to the next.
import { useRef, useState } from 'preact/hooks';
import { say } from '../model/state';
import { w } from '../words/words';

export const useRecorder = (done: (file: File) => void) => {
  const [isOn, setOn] = useState(false);
  const recorder = useRef<MediaRecorder | null>(null);
  const start = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const parts: Blob[] = [];
    const fresh = new MediaRecorder(stream);
    fresh.ondataavailable = ({ data }) => parts.push(data);
    fresh.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      const type = fresh.mimeType.split(';')[0] || 'audio/webm';
      const name = `voice-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`;
      done(new File(parts, `${name}.${type.split('/')[1]}`, { type }));
    };
    fresh.start();
    recorder.current = fresh;
    setOn(true);
  };
  const toggle = () => {
    if (isOn) {
      recorder.current?.stop();
      setOn(false);
    } else start().catch(() => say(w.value.noMicrophone, true));
  };
  return { isOn, toggle };
};
