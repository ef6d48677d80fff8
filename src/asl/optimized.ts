/** Whether Step Functions has an optimized integration of this name (Developer Guide, "Integrating services"). */
export function isOptimized(service: string, action: string, pattern: string): boolean {
  return OPTIMIZED.get(`${service}:${action}`)?.has(pattern) ?? false;
}

const REQUEST: ReadonlySet<string> = new Set(['requestResponse']);
const TOKEN: ReadonlySet<string> = new Set(['requestResponse', 'waitForTaskToken']);
const JOB: ReadonlySet<string> = new Set(['requestResponse', 'sync']);
const JOB_TOKEN: ReadonlySet<string> = new Set(['requestResponse', 'sync', 'waitForTaskToken']);
const EVERY: ReadonlySet<string> = new Set(['requestResponse', 'sync', 'sync:2', 'waitForTaskToken']);

/** Service, its actions, and the ways a task can wait for them. */
const ROWS: readonly (readonly [string, string, ReadonlySet<string>])[] = [
  ['apigateway', 'invoke', TOKEN],
  ['athena', 'startQueryExecution', JOB],
  ['athena', 'stopQueryExecution getQueryExecution getQueryResults', REQUEST],
  ['batch', 'submitJob', JOB],
  ['bedrock', 'invokeModel', TOKEN],
  ['bedrock', 'createModelCustomizationJob', JOB_TOKEN],
  ['codebuild', 'startBuild startBuildBatch retryBuildBatch', JOB],
  ['codebuild', 'stopBuild stopBuildBatch deleteBuildBatch batchDeleteBuilds batchGetReports', REQUEST],
  ['databrew', 'startJobRun', JOB],
  ['dynamodb', 'getItem putItem updateItem deleteItem', REQUEST],
  ['ecs', 'runTask', JOB_TOKEN],
  ['eks', 'call', TOKEN],
  ['eks', 'runJob createCluster deleteCluster createNodegroup deleteNodegroup', JOB_TOKEN],
  ['eks', 'createFargateProfile deleteFargateProfile', JOB_TOKEN],
  ['elasticmapreduce', 'createCluster terminateCluster addStep', JOB],
  ['elasticmapreduce', 'cancelStep setClusterTerminationProtection', REQUEST],
  ['elasticmapreduce', 'modifyInstanceFleetByName modifyInstanceGroupByName', REQUEST],
  ['emr-containers', 'createVirtualCluster deleteVirtualCluster startJobRun', JOB],
  ['emr-serverless', 'createApplication startApplication stopApplication deleteApplication', JOB],
  ['emr-serverless', 'startJobRun cancelJobRun', JOB],
  ['events', 'putEvents', TOKEN],
  ['glue', 'startJobRun', JOB],
  ['http', 'invoke', REQUEST],
  ['lambda', 'invoke', TOKEN],
  ['mediaconvert', 'createJob', JOB],
  ['sagemaker', 'createTrainingJob createTransformJob createHyperParameterTuningJob', JOB],
  ['sagemaker', 'createLabelingJob createProcessingJob', JOB],
  ['sagemaker', 'createEndpoint createEndpointConfig createModel updateEndpoint', REQUEST],
  ['sns', 'publish', TOKEN],
  ['sqs', 'sendMessage', TOKEN],
  ['states', 'startExecution', EVERY],
];

const OPTIMIZED: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  ROWS.flatMap(([service, actions, patterns]) =>
    actions.split(' ').map((action) => [`${service}:${action}`, patterns] as const),
  ),
);
