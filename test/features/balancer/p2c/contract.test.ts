import { balancerContract } from '../../../contract/balancer.ts';

balancerContract('p2c', { weighted: true, shares: 'drawn', tracks: 'latency' });
