package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.http.Answer;
import io.bowline.simulator.http.Call;

/// What only the node of a pod can answer.
public interface PodAccess {
  /// Log lines, as the call's query asks for them.
  Answer log(ObjectNode pod, Call call);

  /// A request to a port of the pod.
  Answer proxy(ObjectNode pod, String port, String path);
}
