exports.iterator = (event, context, callback) => {
  const { count, step } = event.iterator;
  const index = event.iterator.index + step;

  callback(null, { index, step, count, continue: index < count });
};

exports.restart = async (event) => {
  const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn');

  event.restart.executionCount -= 1;
  const input = JSON.stringify(event);
  await new SFNClient({}).send(
    new StartExecutionCommand({ stateMachineArn: event.restart.StateMachineArn, input }),
  );
  return input;
};
