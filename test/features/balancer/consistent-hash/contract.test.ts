import { balancerContract } from '../../../contract/balancer.ts';

balancerContract('consistent-hash', { weighted: true, shares: 'drawn', keyed: true });
