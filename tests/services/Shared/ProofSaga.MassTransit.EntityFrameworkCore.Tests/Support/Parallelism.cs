// fixtures share nothing but the servers, and wait more than they compute
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
