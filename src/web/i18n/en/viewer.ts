// A picture or film over the whole window.
export const viewer = {
  previous: 'Previous',
  next: 'Next',
  larger: 'Zoom in',
  smaller: 'Zoom out',
  showInConversation: 'Show in conversation',
};
