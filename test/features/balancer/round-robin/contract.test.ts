import { balancerContract } from '../../../contract/balancer.ts';

balancerContract('round-robin', { weighted: false, shares: 'exact' });
