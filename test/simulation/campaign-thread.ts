import { parentPort, workerData } from 'node:worker_threads';
import { type Campaign, simulate } from './campaign.ts';

// What campaigns.ts gives.
const campaign = workerData as Campaign;
for await (const progress of simulate(campaign)) parentPort?.postMessage(progress);
