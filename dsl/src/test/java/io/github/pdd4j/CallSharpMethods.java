package io.github.pdd4j;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** Calls on DJL arrays that are silently wrong inside a graph (cut gradients, shared storage, float64). */
public final class CallSharpMethods extends ArchCondition<JavaClass> {
    public static final CallSharpMethods INSTANCE = new CallSharpMethods();
    private static final Set<String> SHARP =
            Set.of("toType", "duplicate", "toDevice", "stopGradient", "setRequiresGradient", "getGradient");

    /** With a number as argument: the tensor that DJL makes of it may be freed before the gradient needs it. */
    private static final Set<String> SHARP_WITH_NUMBER = Set.of("mul", "div", "pow", "maximum", "minimum");

    private CallSharpMethods() {
        super("call %s on arrays or open base managers", SHARP);
    }

    @Override
    public void check(JavaClass owner, ConditionEvents events) {
        owner.getMethodCallsFromSelf().stream()
                .filter(CallSharpMethods::isSharp)
                .forEach(call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
    }

    private static boolean isSharp(JavaMethodCall call) {
        JavaClass target = call.getTargetOwner();
        if (target.isAssignableTo(NDManager.class)) {
            return call.getName().equals("newBaseManager");
        }
        boolean withNumber = SHARP_WITH_NUMBER.contains(call.getName())
                && call.getTarget().getRawParameterTypes().get(0).isEquivalentTo(Number.class);
        return target.isAssignableTo(NDArray.class) && (SHARP.contains(call.getName()) || withNumber);
    }
}
