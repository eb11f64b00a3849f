export { type Delivery, type HecTarget, hecTarget, post } from './post.ts';
export { type Queue, type SenderReport, sendQueue } from './send-queue.ts';
