import { balancerContract } from '../../../contract/balancer.ts';

balancerContract('random', { weighted: true, shares: 'drawn' });
