import { balancerContract } from '../../../contract/balancer.ts';

balancerContract('least-time', { weighted: true, shares: 'drawn', tracks: 'latency' });
