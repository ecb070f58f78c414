package dev.ostler.testing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips or fails a test whose real parts are missing. */
final class NeedsCondition implements ExecutionCondition {
  private static final Map<RealPart, Boolean> KNOWN = new EnumMap<>(RealPart.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<RealPart> missing = new ArrayList<>();
    AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
        .ifPresent(needs -> {
          for (RealPart part : needs.value()) {
            if (!isThere(part)) {
              missing.add(part);
            }
          }
        });
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all real parts are there");
    }
    String reason = "this machine lacks " + missing;
    if (RealPart.areRequired()) {
      throw new AssertionError(reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  private static synchronized boolean isThere(RealPart part) {
    return KNOWN.computeIfAbsent(part, RealPart::isThere);
  }
}
