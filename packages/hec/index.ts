export { deliver, type SenderReport } from './deliver.ts';
export { type Delivery, type HecTarget, hecTarget, post } from './post.ts';
export { type Queue, sendQueue } from './send-queue.ts';
